import type { Installation } from '../installation.ts'
import { compareAmidKills } from '../killed/compare.ts'
import { invitations } from '../killed/invitations.ts'
import { leavers } from '../killed/leavers.ts'

const usualSize = 1_000

export const killed = (installation: Installation, size = usualSize) =>
  compareAmidKills(installation, { scenario: invitations, size, kind: 'in memory' })

export const killedOnCluster = (installation: Installation, size = usualSize) =>
  compareAmidKills(installation, { scenario: invitations, size, kind: 'on PostgreSQL' })

export const leaving = (installation: Installation, size = usualSize) =>
  compareAmidKills(installation, { scenario: leavers, size, kind: 'in memory' })

export const leavingOnCluster = (installation: Installation, size = usualSize) =>
  compareAmidKills(installation, { scenario: leavers, size, kind: 'on PostgreSQL' })
