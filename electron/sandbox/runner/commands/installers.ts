import type { Command } from './command'

/** `pip install` and `npm install`: what they print when all goes well. */
export const installer: Command = ({ log }, { words }) => {
  const [tool = '', verb = '', ...rest] = words
  const packages = rest.filter((word) => !word.startsWith('-'))
  if (tool.startsWith('pip') && verb === 'install') {
    for (const name of packages) log.line(`Collecting ${name}`, `  Downloading ${name}-py3-none-any.whl`)
    log.line(`Installing collected packages: ${packages.join(', ')}`)
    log.line(`\u001b[32mSuccessfully installed ${packages.join(' ')}\u001b[0m`)
  } else if (tool === 'npm') {
    log.line('', `added ${Math.max(packages.length, 1)} packages in 3s`)
  }
  return 0
}
