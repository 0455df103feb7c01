// A mail is as long as it is: its frame grows to show all of it, so that nobody scrolls inside a scrolling page.
for (const frame of document.querySelectorAll('iframe')) {
  const grow = () => {
    const page = frame.contentDocument?.documentElement
    if (page) frame.style.height = `${page.scrollHeight + 2}px`
  }
  frame.addEventListener('load', grow)
  window.addEventListener('resize', grow)
  grow()
}
