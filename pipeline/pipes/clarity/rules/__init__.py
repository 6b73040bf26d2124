"""The rules of clarity, one module for each question of the "6 rõ"; what they say is data (`pipeline.knowledge.rulebook`)."""
