import { z } from 'zod'
import { Region } from '../domain/ids'
import { procedure } from './base'

export const ColorMode = z.enum(['auto', 'light', 'dark'])
export type ColorMode = z.infer<typeof ColorMode>

/** A way to look at the runs, kept under a name: the part of the address behind the `?`. */
export const SavedView = z.object({ name: z.string().trim().min(1).max(80), address: z.string().max(2_000) })
export type SavedView = z.infer<typeof SavedView>

/** The user's preferences; no secret is ever among them. */
export const Preferences = z.object({
  colorMode: ColorMode,
  highContrast: z.boolean(),
  /** Whether single characters act as shortcuts; WCAG 2.1.4 asks for a way to turn them off. */
  singleKeyShortcuts: z.boolean(),
  /** Minutes between readings of the whole fleet; 0 reads only on request. */
  observeEvery: z.number().int().min(0).max(1440),
  /** MiB that kept job logs may take on disk; the least recently used go first. */
  logSpace: z.number().int().min(16).max(1_048_576),
  defaultRegion: Region.nullable(),
  defaultModel: z.string().nullable(),
  /** Client ID of the OAuth or GitHub App that GitHub’s device flow asks for; it is no secret. */
  githubClientId: z.string().trim().min(1).max(200).nullable(),
  runViews: z.array(SavedView).max(50),
})
export type Preferences = z.infer<typeof Preferences>

/** Something that the user should know about what is stored, such as a corrupt file that was set aside. */
export const Notice = z.object({ id: z.string(), says: z.string() })
export type Notice = z.infer<typeof Notice>

export const Settings = z.object({
  preferences: Preferences,
  notices: z.array(Notice),
  door: z.enum(['desktop', 'browser', 'terminal']),
  version: z.string(),
})
export type Settings = z.infer<typeof Settings>

export const settings = {
  get: procedure.output(Settings),
  update: procedure.input(Preferences.partial()).output(Settings),
}
