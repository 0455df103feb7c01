import { mijnYouforce } from './mijn-youforce.ts'
import { operators } from './operators.ts'
import type { DemoPortal } from './portal-data.ts'
import { urenportaal } from './urenportaal.ts'
import { webPortaal } from './web-portaal.ts'
import { wijTechniek } from './wij-techniek.ts'
import { xpertSuite } from './xpert-suite.ts'

/** Five portals, one per manual, and the operators' own. */
export const demoPortals: readonly DemoPortal[] = [
  mijnYouforce,
  webPortaal,
  urenportaal,
  xpertSuite,
  wijTechniek,
  operators,
]
