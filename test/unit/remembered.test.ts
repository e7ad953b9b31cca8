import { expect, it } from 'vitest'
import { remembered } from '../../shared/domain/remembered'

function counting(most: number) {
  const asked: string[] = []
  const length = remembered(most, (text) => {
    asked.push(text)
    return text.length
  })
  return { asked, length }
}

it('works an answer out once and gives it again', () => {
  const { asked, length } = counting(2)
  expect([length('one'), length('three'), length('one')]).toEqual([3, 5, 3])
  expect(asked).toEqual(['one', 'three'])
})

it('remembers an answer that is nothing', () => {
  const asked: string[] = []
  const nothing = remembered(2, (text) => {
    asked.push(text)
    return null
  })
  expect([nothing('one'), nothing('one')]).toEqual([null, null])
  expect(asked).toEqual(['one'])
})

it('forgets the oldest answer where there are too many', () => {
  const { asked, length } = counting(2)
  for (const text of ['one', 'two', 'three', 'two', 'one']) length(text)
  expect(asked).toEqual(['one', 'two', 'three', 'one'])
})
