"""Batches: what one request reads is read for all objects together, never row by row."""
