import { type Lane, openLane } from './lane'

/** Lanes are taken in turn: who comes first goes first. */
export function lanePool() {
  const lanes: Lane[] = []
  const free: Lane[] = []
  const waiting: ((lane: Lane) => void)[] = []
  return {
    async open(count: number): Promise<void> {
      lanes.push(...(await Promise.all(Array.from({ length: count }, openLane))))
      free.push(...lanes)
    },
    async use<T>(work: (lane: Lane) => Promise<T>): Promise<T> {
      const lane = free.pop() ?? (await new Promise<Lane>((resolve) => waiting.push(resolve)))
      try {
        return await work(lane)
      } finally {
        const next = waiting.shift()
        if (next) next(lane)
        else free.push(lane)
      }
    },
    close: async () => void (await Promise.all(lanes.map((lane) => lane.close()))),
  }
}
