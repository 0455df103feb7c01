export const usage = `Usage: npm run operator -- <command>

  portal create --file portal.json
      Makes a portal with its first policy.
  organisation create --portal SLUG --file organisation.json
      Makes an employer, client or agency of the portal, with its service desk.
  policy put --portal SLUG --file policy.json [--from 2026-04-01T00:00:00+02:00]
      Puts a new version of the portal's policy into effect, now or from then on.
  invite --portal SLUG --role OPERATOR|HR [--organisation NAME] --email ADDRESS --name NAME
         [--mobile NUMBER] [--username NAME] [--language nl|en]
      Prints a one-time activation link. No mail is sent; hand the link over yourself.
      HR without an organisation is HR of the whole portal.

DATABASE_URL and DATABASE_OWNER_URL say which installation. docs/operations.md has an example of each file.`

/** What is wrong with what was asked: told without a stack, with the usage behind it. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}

/** What is wrong in a file that was given, every problem on its own line. */
export class FileError extends Error {
  override readonly name = 'FileError'
}
