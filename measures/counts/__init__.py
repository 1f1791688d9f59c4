"""Counts that know nobody: how often something was read on a day, and nothing about who read it."""
