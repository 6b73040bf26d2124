"""Why the pipeline says what it says: each sentence of a document with what every rule and model made of it."""
