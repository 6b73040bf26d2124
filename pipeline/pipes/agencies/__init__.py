"""Which bodies are named."""
