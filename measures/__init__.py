"""Whether communication works: objectives and measures, counts that know nobody, and reports."""
