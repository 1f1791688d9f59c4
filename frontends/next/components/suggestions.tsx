"use client";

import { useEffect, useRef } from "react";
import { startSuggestions } from "hub-frontend/suggest";

/** Offers suggestions below the search field with this id. */
export function Suggestions({ field }: { field: string }) {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    const input = document.getElementById(field);
    if (!(input instanceof HTMLInputElement) || !list.current) return undefined;
    return startSuggestions(input, list.current, "/suggest/");
  }, [field]);
  return <ul className="suggestions" ref={list} aria-label="Suggestions" hidden />;
}
