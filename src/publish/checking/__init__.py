"""Numbered rules on sources and on finished PDFs."""
