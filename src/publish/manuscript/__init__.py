"""The author's copy: Markdown read and resolved into chapters."""
