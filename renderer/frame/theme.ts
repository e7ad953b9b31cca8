import { useEffect } from 'react'
import type { Preferences } from '../../shared/contract/settings'

type Theme = Pick<Preferences, 'colorMode' | 'highContrast'>

const REMEMBERED = 'rolecall.theme'

function applyTheme({ colorMode, highContrast }: Theme): void {
  const root = document.documentElement
  root.dataset.colorMode = colorMode
  root.dataset.lightTheme = highContrast ? 'light_high_contrast' : 'light'
  root.dataset.darkTheme = highContrast ? 'dark_high_contrast' : 'dark'
}

/** Paints the first frame in the theme of last time; the settings arrive only after it. */
export function applyRememberedTheme(): void {
  const [colorMode, contrast] = (localStorage.getItem(REMEMBERED) ?? '').split(' ')
  if (colorMode === 'auto' || colorMode === 'light' || colorMode === 'dark') {
    applyTheme({ colorMode, highContrast: contrast === 'high' })
  }
}

/** Follows the settings once they are known. */
export function useTheme(preferences: Theme | undefined): void {
  const colorMode = preferences?.colorMode
  const highContrast = preferences?.highContrast
  useEffect(() => {
    if (colorMode === undefined || highContrast === undefined) return
    applyTheme({ colorMode, highContrast })
    localStorage.setItem(REMEMBERED, `${colorMode} ${highContrast ? 'high' : 'normal'}`)
  }, [colorMode, highContrast])
}
