const DAY = 86_400_000

/** Whole days until an end of life, counted up; 0 or less where it is over, null where no end is announced. */
export function daysLeft(endOfLifeAt: string | null, now: number): number | null {
  return endOfLifeAt === null ? null : Math.ceil((Date.parse(endOfLifeAt) - now) / DAY)
}
