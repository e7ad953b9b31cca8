import styles from './keys.module.css'

const MAC = navigator.platform.startsWith('Mac')
const SPOKEN: Record<string, string> = { mod: MAC ? '⌘' : 'Ctrl', arrows: '↑ ↓', enter: 'Enter', esc: 'Esc' }

/** A shortcut's keys as keycaps: `g f` is G then F, `mod+k` is Ctrl and K. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span className={styles.keys}>
      {keys.split(/[ +]/).map((key) => (
        <kbd key={key} className={styles.key}>
          {SPOKEN[key] ?? key.toUpperCase()}
        </kbd>
      ))}
    </span>
  )
}
