import type { Call } from '../commands/execute.ts'
import { type Code, codes } from '../domain/codes.ts'
import { AccessError, DomainError } from '../domain/errors.ts'
import { languageFor } from '../domain/portals/portal.ts'
import type { RequestFacts } from '../graphql/context.ts'
import { atDoor, type Door, deviceOf, type Guest } from './door.ts'
import { type DownloadDeps, download } from './download.ts'
import { preferredLanguages } from './languages.ts'
import { type Reply, trouble } from './reply.ts'
import type { Route } from './server.ts'
import { type UploadDeps, upload } from './upload.ts'

/** What a request has to show for somebody to be recognised by it. */
export type Shown = Pick<
  RequestFacts,
  'portal' | 'credentials' | 'correlationId' | 'address' | 'userAgent' | 'deviceToken'
>

export type FilesDeps = Door &
  UploadDeps &
  DownloadDeps & {
    /** Who asks, by the credentials; a stranger where there are none. */
    readonly recognise: (shown: Shown) => Promise<Call>
  }

/** Files go in at one address and come out at another, a ticket each. */
export function fileRoutes(deps: FilesDeps): readonly Route[] {
  const handle = (serve: (call: Call, guest: Guest) => Promise<Reply>): Route['handle'] => {
    return (visit) =>
      atDoor(deps, visit, async (guest) => {
        try {
          return await serve(await recognised(deps, guest), guest)
        } catch (error) {
          return explain(error, guest)
        }
      })
  }
  return [
    { path: '/files', methods: ['POST', 'OPTIONS'], handle: handle((call, guest) => upload(deps, call, guest)) },
    {
      path: '/files/',
      methods: ['GET', 'HEAD', 'OPTIONS'],
      handle: handle((call, guest) => download(deps, call, guest)),
    },
  ]
}

async function recognised(deps: FilesDeps, { visit, portal, credentials }: Guest): Promise<Call> {
  const { correlationId, address, request } = visit
  if (credentials.kind === 'none') throw new AccessError('UNAUTHENTICATED')
  return deps.recognise({
    portal,
    credentials,
    correlationId,
    address,
    userAgent: request.headers['user-agent'] ?? '',
    deviceToken: deviceOf(visit, deps),
  })
}

const statuses: Partial<Readonly<Record<Code, number>>> = {
  NOT_FOUND: 404,
  FILE_TOO_LARGE: 413,
  FILE_TYPE_REFUSED: 415,
  TOO_MANY_FILES: 429,
}

const denied = {
  UNAUTHENTICATED: { status: 401, message: 'Sign in first.' },
  FORBIDDEN: { status: 403, message: 'You may not do this.' },
} as const

/** The same codes and sentences as GraphQL has. */
function explain(error: unknown, { visit, portal }: Guest): Reply {
  const { correlationId, request } = visit
  // Whatever else was coming is not waited for.
  const leavesBody = request.method === 'POST'
  if (error instanceof AccessError) {
    const { status, message } = denied[error.code]
    return { ...trouble(status, { code: error.code, message, correlationId }), leavesBody }
  }
  if (!(error instanceof DomainError)) throw error
  const { code } = error
  const [wanted] = preferredLanguages(request.headers['accept-language'])
  const message = codes[code][languageFor(portal, wanted)]
  return { ...trouble(statuses[code] ?? 400, { code, message, correlationId }), leavesBody }
}
