/** The app's icons: strokes on a 24-unit grid, in the colour of the text beside them. */

const PATHS = {
  overview: 'M3.5 11.5 12 4l8.5 7.5M6 9.8V20h4.5v-5.5h3V20H18V9.8',
  explore: 'M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM13 13h7v7h-7z',
  issues: 'M12 4 21 19.5H3zM12 10v4.5M12 17.2v.1',
  models: 'M5 20v-8M11 20V5M17 20V9M3 20.5h18',
  map: 'M6 8.5v.1M9.5 6v.1M8.5 11v.1M16 7.5v.1M18.5 10v.1M15 16.5v.1M18 18v.1M7 18v.1M12.5 13v.1M4 4h16v16H4z',
  metrics: 'M4 20h16M4 17c3.5 0 4.2-11 8-11s4.5 11 8 11',
  more: 'M5.5 12h.1M12 12h.1M18.5 12h.1',
  history: 'M4 12a8 8 0 1 0 2.6-5.9L4 8.5M4 4v4.5h4.5M12 7.5V12l3 2',
  settings: 'M4 7h9M17 7h3M4 12h3M11 12h9M4 17h11M19 17h1M15 5v4M9 10v4M17 15v4',
  help: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M9.6 9.3a2.5 2.5 0 0 1 4.9.7c0 1.7-2.5 2-2.5 3.6M12 16.7v.1',
  search: 'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.3 15.3 20 20',
  undo: 'M8 5 4 9l4 4M4 9h10a5.5 5.5 0 0 1 0 11h-3',
  redo: 'm16 5 4 4-4 4M20 9H10a5.5 5.5 0 0 0 0 11h3',
  close: 'M6 6l12 12M18 6 6 18',
  check: 'm5 12.5 4.5 4.5L19 7.5',
  down: 'm6 9.5 6 6 6-6',
  right: 'm9.5 6 6 6-6 6',
  left: 'm14.5 6-6 6 6 6',
  up: 'm6 14.5 6-6 6 6',
  sun: 'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4',
  moon: 'M20 14.2A8.3 8.3 0 0 1 9.8 4 8.3 8.3 0 1 0 20 14.2',
  system: 'M4 5h16v11H4zM9 20h6M12 16v4',
  plus: 'M12 5v14M5 12h14',
  minus: 'M5 12h14',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  alike: 'M4 4h10v10H4zM10 17v3h10V10h-3',
  picture: 'M4 7h3l1.5-2.5h7L17 7h3v12H4zM12 9.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7',
  broken: 'M4 5h7l-1.5 4 3 2.5L10.5 16l1 3H4zM14 5h6v14h-5.5l-1-3 2-4.5-3-2.5z',
  bookmark: 'M7 4h10v16l-5-4-5 4z',
  bookmarkOff: 'M7 8v12l5-4 5 4v-2M9 4h8v9M4 4l16 16',
  filter: 'M4 6h16M7 12h10M10 18h4',
  explain: 'M4 6h16M4 12h10M4 18h6M18 13v6M15.5 16.5 18 19l2.5-2.5',
  trash: 'M5 7h14M10 4h4M7 7l1 13h8l1-13M10.5 11v5M13.5 11v5',
  tag: 'M4 4h8l8 8-8 8-8-8zM8.2 8.2v.1',
  image: 'M4 5h16v14H4zM4 16l4.5-4.5 4 4 2.5-2.5 5 5M15.5 9v.1',
  eye: 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12M12 9.3a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4',
  contrast: 'M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16M12 4v16M12 8h6.5M12 12h8M12 16h6.5',
  export: 'M12 4v11M7.5 8.5 12 4l4.5 4.5M5 14v6h14v-6',
  cursor: 'M6 4l13 7.5-6 1.5-2.8 6z',
  box: 'M5 6h14v12H5z',
  polygon: 'M12 4 20.5 10 17 20H7L3.5 10z',
  part: 'M10 4 16 8.5 14 15H6L4 8.5zM18 14v7M14.5 17.5h7',
  hole: 'M12 3.5 21 10 17.5 20.5h-11L3 10zM12 9.5l3 2.2-1.2 3.6h-3.6L9 11.7z',
  brush: 'M20 4 10.5 13.5M9.5 13a3.4 3.4 0 0 0-4 3.3c0 1.6-1 2.4-2 2.7 3.500 1.700 8.500.900 8.500-3a3 3 0 0 0-2.500-3',
  keypoints: 'M11.200 7.500 7.800 17M12.800 7.500 16.200 17M12 3.500a2 2 0 1 0 0 4 2 2 0 0 0 0-4M7 17a2 2 0 1 0 0 4 2 2 0 0 0 0-4M17 17a2 2 0 1 0 0 4 2 2 0 0 0 0-4',
  play: 'M7 4.5v15l12-7.5z',
  pause: 'M8 5v14M16 5v14',
  tracks: 'M4 6h9M4 12h5M13 12h7M8 18h10',
  eraser: 'M9 20 4 15 14 5l6 6-9 9zM8.500 10.500l6 6M9 20h11',
} as const

export type IconName = keyof typeof PATHS

interface IconProps {
  readonly name: IconName
  readonly size?: number
  readonly className?: string | undefined
}

export function Icon({ name, size = 16, className }: IconProps) {
  return (
    <svg
      className={className}
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.75}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={PATHS[name]} />
    </svg>
  )
}
