import type { StepScene } from '../job-scene'
import type { ShellCommand } from '../shell-line'

/** Plays one command of a script; resolves to its exit code. */
export type Command = (scene: StepScene, command: ShellCommand) => number | Promise<number>
