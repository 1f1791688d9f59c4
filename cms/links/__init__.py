"""Links and where they lead: found in every published page (`walking`, `scanning`), looked at (`asking`, `inside`), and reported
where they lead nowhere (`broken`)."""
