"""From mentions to facts: who is meant. Adds to a document, never changes a span."""
