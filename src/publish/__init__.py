"""Publication builder: set once, bind many."""

__version__ = "0.1.0"
