"""Attachments of documents: what they are, where they are kept. Source: handbook R-10, api.md (uploads streamed)."""
