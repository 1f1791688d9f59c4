"""The admin's search: everything that the person may see, as it is in its form, published or not."""
