/**
 * Milliseconds within which a cloud's answer must begin, as `ROLECALL_ANSWER_WITHIN` sets it for a slow proxy; null
 * where it is not set to a number above zero.
 */
export function answerWithin(env: Readonly<Record<string, string | undefined>>): number | null {
  const milliseconds = Number(env.ROLECALL_ANSWER_WITHIN ?? '')
  return Number.isFinite(milliseconds) && milliseconds > 0 ? milliseconds : null
}
