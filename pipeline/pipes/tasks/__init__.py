"""What is an order, how far it goes, and which deadline governs it."""
