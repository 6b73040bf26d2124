"""One folder for each question that a secretary asks, each a spaCy component."""
