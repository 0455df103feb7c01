/**
 * GraphiQL as one page that fetches nothing from elsewhere, for the door to serve where a browser opens /graphql. Nine
 * megabytes that only development loads.
 */
export async function loadGraphiql(): Promise<() => string> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql')
  const page = renderGraphiQL({ title: 'GraphiQL · Drempel', endpoint: '/graphql' })
  return () => page
}
