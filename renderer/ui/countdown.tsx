import { daysLeft } from '../../shared/domain/life'
import { useNow } from './time'
import { count } from './words'

/** How many days there are until a day, with the day itself: `174 days left, until 2027-05-14`. */
export function Countdown({ to }: { to: string }) {
  const days = daysLeft(to, useNow()) ?? 0
  const day = to.slice(0, 10)
  return (
    <time dateTime={to}>{days <= 0 ? `ended on ${day}` : `${count(days, 'day')} left, until ${day}`}</time>
  )
}
