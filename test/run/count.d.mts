export interface Count {
  passed: number
  failed: number
}
export function countVitest(path: string): Count
export function countPlaywright(path: string): Count
