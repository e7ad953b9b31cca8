export interface Count {
  passed: number
  failed: number
  names: string[]
}
export function countVitest(path: string): Count
export function countPlaywright(path: string): Count
