"""The look of a programme's pages: theme, colours, typeface, logo, icon, header and footer, and their draft."""
