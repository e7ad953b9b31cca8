import { utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openLeases, type Tenant } from '../../electron/storage/lease-store'
import { temporaryFolder } from '../support/temporary-folder'

const NAME = 'acme/web'

/** Processes on one home, of which some live. */
async function processes() {
  const folder = await temporaryFolder()
  const living = new Set([1, 2, 3])
  const store = (pid: number) => {
    const tenant: Tenant = { pid, isAlive: (other) => living.has(other) }
    return openLeases(folder, tenant, Date.now)
  }
  return { folder, living, store }
}

describe('a lease', () => {
  test('is held by one process until it is released', async () => {
    const { store } = await processes()
    const lease = await store(1).take(NAME)
    expect([await lease?.isHeld(), await store(2).take(NAME), await store(1).take(NAME)]).toEqual([
      true,
      null,
      null,
    ])
    expect(await store(2).isTaken(NAME)).toBe(true)
    await lease?.release()
    expect([await store(2).isTaken(NAME), (await store(2).take(NAME)) !== null]).toEqual([false, true])
  })

  test('is given once, however many ask at the same time, free or left behind', async () => {
    const { store, living } = await processes()
    for (const owner of [1, 2, 3]) {
      const asked = Array.from({ length: 12 }, () => store(owner).take(NAME))
      const taken = (await Promise.all(asked)).filter((lease) => lease !== null)
      expect(taken).toHaveLength(1)
      expect(await taken[0]?.isHeld()).toBe(true)
      living.delete(owner)
    }
  })

  test('that a dead process has left is free, and the dead one does not hold it any more', async () => {
    const { store, living } = await processes()
    const left = await store(1).take(NAME)
    living.delete(1)
    expect(await store(2).take(NAME)).not.toBeNull()
    expect(await left?.isHeld()).toBe(false)
    await left?.release()
    expect(await store(3).isTaken(NAME)).toBe(true)
  })

  test('of a process that has been silent for more than a minute is free, as its number may be another’s by now', async () => {
    const { store, folder } = await processes()
    await store(1).take(NAME)
    const before = Date.now() / 1000 - 61
    await utimes(join(folder, `${encodeURIComponent(NAME)}.1`), before, before)
    expect(await store(2).take(NAME)).not.toBeNull()
  })

  test('of one thing says nothing of another', async () => {
    const { store } = await processes()
    await store(1).take('acme/web')
    expect(await store(2).take('acme/web.1')).not.toBeNull()
  })
})
