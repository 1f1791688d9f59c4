"""Two apps as a developer who knows grapple would write them."""
