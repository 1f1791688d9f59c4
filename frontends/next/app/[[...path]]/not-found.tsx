import type { Metadata } from "next";
import { NothingHere } from "@/components/nothing-here";

// Next takes the head from here for every answer with the status 404.
export const metadata: Metadata = { title: "Page not found", description: "There is no page at this address." };

export default NothingHere;
