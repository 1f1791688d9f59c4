"""Recognises a question of somebody in trouble, by phrases that editors keep, and says which help fits."""
