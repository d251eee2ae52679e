"""A local web server that gives prepared answers, well-behaved ones and others, and says what it was asked."""
