"""Functions of a PDF, computed: what shadings and tints are made of.

Source: ISO 32000-1:2008, 7.10.
"""

from __future__ import annotations

from itertools import product

from pypdf.generic import DictionaryObject, StreamObject

from publish.checking.opened import dictionary, items, numbers, raw

Values = tuple[float, ...]

DEEPEST = 8  # stitched functions within stitched functions
STEPS = 16  # samples along a gradient: no press colour lies unseen between two of them


def computed(function: DictionaryObject, inputs: Values, depth: int = 0) -> Values | None:
    """Return the outputs of a function; None where it is of a kind that is not computed.

    PostScript calculators (type 4) are not: shadings hardly ever have them.
    """
    kind = int(number(function, "/FunctionType", -1))
    domain = numbers(raw(function, "/Domain")) or (0.0, 1.0)
    inputs = tuple(
        min(max(value, low), high)
        for value, low, high in zip(inputs, domain[::2], domain[1::2], strict=False)
    )
    if not inputs or depth > DEEPEST:
        return None
    if kind == 2:
        return _power(function, inputs[0])
    if kind == 3:
        return _stitched(function, inputs[0], domain, depth)
    if kind == 0 and isinstance(function, StreamObject):
        return _sampled(function, inputs, domain)
    return None


def number(table: DictionaryObject, key: str, default: float) -> float:
    """Return the number under `key`, or `default`."""
    found = numbers(raw(table, key))
    return found[0] if found else default


def _power(function: DictionaryObject, value: float) -> Values:
    first = numbers(raw(function, "/C0")) or (0.0,)
    last = numbers(raw(function, "/C1")) or (1.0,)
    share = value ** number(function, "/N", 1.0) if value > 0 else 0.0
    return tuple(a + share * (b - a) for a, b in zip(first, last, strict=False))


def _stitched(
    function: DictionaryObject, value: float, domain: Values, depth: int
) -> Values | None:
    parts = [dictionary(part) for part in items(raw(function, "/Functions"))]
    bounds = numbers(raw(function, "/Bounds"))
    encode = numbers(raw(function, "/Encode"))
    index = sum(value >= bound for bound in bounds)
    if index >= len(parts) or len(encode) < 2 * len(parts):
        return None
    edges = (domain[0], *bounds, domain[1])
    low, high = edges[index], edges[index + 1]
    share = (value - low) / (high - low) if high > low else 0.0
    first, last = encode[2 * index], encode[2 * index + 1]
    return computed(parts[index], (first + share * (last - first),), depth + 1)


def _sampled(function: StreamObject, inputs: Values, domain: Values) -> Values | None:
    """Return the nearest sample: near enough for ink."""
    sizes = [int(size) for size in numbers(raw(function, "/Size"))]
    spread = numbers(raw(function, "/Range"))
    bits = int(number(function, "/BitsPerSample", 8))
    if len(sizes) != len(inputs) or not spread or bits not in (8, 16) or min(sizes) < 1:
        return None
    outputs, width = len(spread) // 2, bits // 8
    encode = numbers(raw(function, "/Encode"))
    place, stride = 0, 1
    for n, value in enumerate(inputs):
        low, high = domain[2 * n], domain[2 * n + 1]
        first, last = encode[2 * n : 2 * n + 2] if encode else (0.0, sizes[n] - 1.0)
        at = first + (value - low) / ((high - low) or 1.0) * (last - first)
        place += min(max(round(at), 0), sizes[n] - 1) * stride
        stride *= sizes[n]
    data = function.get_data()[place * outputs * width : (place + 1) * outputs * width]
    if len(data) < outputs * width:
        return None
    decode = numbers(raw(function, "/Decode")) or spread
    highest = float((1 << bits) - 1)
    return tuple(
        decode[2 * n]
        + int.from_bytes(data[n * width : (n + 1) * width], "big")
        / highest
        * (decode[2 * n + 1] - decode[2 * n])
        for n in range(outputs)
    )


def along(functions: list[DictionaryObject], domain: Values) -> list[Values]:
    """Return the values of a shading's function or functions, sampled over its domain.

    Args:
        functions: one with all components as outputs, or one for each component.
        domain: low and high of each input.
    """
    axes = [
        [low + (high - low) * n / STEPS for n in range(STEPS + 1)]
        for low, high in zip(domain[::2], domain[1::2], strict=False)
    ]
    found: list[Values] = []
    for point in product(*axes):
        parts = [computed(function, point) for function in functions]
        if parts and all(part is not None for part in parts):
            found.append(tuple(value for part in parts if part for value in part))
    return found
