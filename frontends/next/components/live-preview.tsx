"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { startPreview, type Preview, type PreviewAnswer } from "hub-preview";

interface Props {
  /** The address of the hub. */
  hub: string;
  /** From which fields the values on the page come. */
  answer: PreviewAnswer;
}

// If the server doesn't answer, the next change is fetched all the same.
const PATIENCE = 5000;

/** Draws the page anew in place when its editor types, and opens the field of what is clicked. */
export function LivePreview({ hub, answer }: Props) {
  const router = useRouter();
  const preview = useRef<Preview>(null);
  const waiting = useRef<((answer: PreviewAnswer) => void)[]>([]);
  const latest = useRef(answer);

  useEffect(() => {
    const refetch = () =>
      new Promise<PreviewAnswer>((resolve) => {
        waiting.current.push(resolve);
        setTimeout(() => resolve(latest.current), PATIENCE);
        router.refresh();
      });
    preview.current = startPreview({ hub, refetch });
    preview.current.show(latest.current);
    return () => {
      preview.current?.stop();
      preview.current = null;
    };
  }, [hub, router]);

  // The server has sent another answer, and React has drawn its page.
  useEffect(() => {
    latest.current = answer;
    for (const resolve of waiting.current.splice(0)) resolve(answer);
    preview.current?.show(answer);
  }, [answer]);

  return null;
}
