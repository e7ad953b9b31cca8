import { useEffect, useRef, useState } from 'react'

const REST_MS = 250

/**
 * A text that is typed here and kept elsewhere, such as in the address. What is typed counts at once; it is kept when
 * it has rested, and a change from elsewhere, such as by the back button, comes in.
 */
export function useTyped(kept: string, keep: (text: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(kept)
  const written = useRef(kept)
  const latest = useRef(keep)
  useEffect(() => {
    latest.current = keep
  })
  useEffect(() => {
    if (kept === written.current) return
    written.current = kept
    setText(kept)
  }, [kept])
  useEffect(() => {
    if (text === written.current) return
    const timer = setTimeout(() => {
      written.current = text
      latest.current(text)
    }, REST_MS)
    return () => clearTimeout(timer)
  }, [text])
  return [text, setText]
}
