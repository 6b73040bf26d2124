"""From a source to header, outline and citations: the document as its drafter numbered it."""
