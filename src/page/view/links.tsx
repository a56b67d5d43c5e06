import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { documentAddress, lineAddress, rulePage } from '../addresses.ts';
import type { PageLinks } from '../data.ts';

/** The addresses to which the page links. */
export const LinksContext = createContext<PageLinks>({ files: null, before: null, homepage: null });

/** Locations of a spec, one a line. Each is a link if the address of its file is known. */
export function Places({
  places,
  isBefore = false,
}: {
  readonly places: readonly string[];
  /** Are they in the spec that the page compares with? */
  readonly isBefore?: boolean;
}) {
  const links = useContext(LinksContext);
  const files = isBefore ? links.before : links.files;
  return (
    <>
      {places.map((place) => (
        <span key={place} class="place">
          <Linked address={addressOf(place, files)}>{place}</Linked>
        </span>
      ))}
    </>
  );
}

/** The address of a location: a file, its line and, in most of them, a column. */
function addressOf(place: string, files: string | null): string | undefined {
  const [, file, line] = /^(.*?):(\d+)(?::\d+)?$/.exec(place) ?? [];
  return files === null || file === undefined ? undefined : lineAddress(files, file, Number(line));
}

/** The id of a rule, which links to its page. */
export function Rule({ id }: { readonly id: string }) {
  const { homepage } = useContext(LinksContext);
  return <Linked address={documentAddress(homepage, rulePage(id))}>{id}</Linked>;
}

function Linked({
  address,
  children,
}: {
  readonly address: string | undefined;
  readonly children: string;
}) {
  return address === undefined ? children : <a href={address}>{children}</a>;
}
