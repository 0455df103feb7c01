import { readText } from './files.ts'

const FREE = new Set([
  'MIT',
  'MIT-0',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'ISC',
  '0BSD',
  'Unlicense',
  'BlueOak-1.0.0',
])

/** Argued one by one in docs/decisions/0016-runtime-dependencies.md. */
const EXCEPTIONS: ReadonlyMap<string, string> = new Map([
  ['caniuse-lite', 'CC-BY-4.0'],
  ['unionfs', 'none stated'],
])

type Package = { readonly dev?: boolean; readonly license?: string }

const isFree = (expression: string): boolean =>
  expression
    .replaceAll(/[()]/g, '')
    .split(' OR ')
    .some((choice) => choice.split(' AND ').every((licence) => FREE.has(licence)))

/** Every package of the lockfile that is installed for production, optional ones included, under its stated licence. */
export const licenceProblems = async (): Promise<readonly string[]> => {
  const lock: { readonly packages: Readonly<Record<string, Package>> } = JSON.parse(await readText('package-lock.json'))
  const runtime = Object.entries(lock.packages).filter(([path, { dev }]) => path !== '' && !dev)
  return runtime.flatMap(([path, { license = 'none stated' }]) => {
    const name = path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length)
    return isFree(license) || EXCEPTIONS.get(name) === license ? [] : [`${name}: licence ${license}`]
  })
}
