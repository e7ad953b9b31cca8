import { describe, expect, test } from 'vitest'
import { lookOf, narrows, paramsOf } from '../../renderer/features/runs/runs-look'

describe('how the runs are looked at', () => {
  test('is what its address says, there and back', () => {
    const address =
      'q=timed+out&state=failed&state=running&repository=acme%2Fweb&workflow=Bedrock&branch=main&event=push&actor=octocat&period=7d&group=day'
    const look = lookOf(new URLSearchParams(address))
    expect(look).toMatchObject({
      filter: { text: 'timed out', outcomes: ['failed', 'running'], repositories: ['acme/web'] },
      period: 7,
      grouping: 'day',
    })
    expect(paramsOf(look).toString()).toBe(address)
  })

  test('leaves out what an address says and nobody knows', () => {
    const look = lookOf(new URLSearchParams('state=lost&repository=nonsense&period=3d&group=moon'))
    expect(paramsOf(look).toString()).toBe('')
    expect(narrows(look)).toBe(false)
    expect(narrows(lookOf(new URLSearchParams('actor=octocat')))).toBe(true)
  })
})
