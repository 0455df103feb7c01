import { describe, expect, it } from 'vitest'
import { isNewEnough, parseVersion, pinnedVersion } from './temporal-version.ts'

describe('the version of Temporal', () => {
  it('is read from what the program says about itself', () => {
    const said = 'temporal version 1.8.2 (Server 1.32.0, UI 2.50.1)'
    expect(parseVersion(said)).toEqual({ cli: '1.8.2', server: '1.32.0' })
    expect(parseVersion('temporal: command not found')).toBeUndefined()
  })

  it('is pinned by the Go module', () => {
    const { cli, server } = pinnedVersion()
    expect(cli).toMatch(/^\d+\.\d+\.\d+$/)
    expect(isNewEnough(server, '1.32.0')).toBe(true)
  })

  it.each([
    ['1.32.0', true],
    ['1.32.1', true],
    ['1.100.0', true],
    ['2.0.0', true],
    ['1.31.9', false],
    ['1.9.40', false],
    ['0.40.0', false],
  ])('%s is new enough for 1.32.0: %s', (server, answer) => {
    expect(isNewEnough(server, '1.32.0')).toBe(answer)
  })
})
