/** What index.html paints before any of this runs, so that nothing jumps until the first page is known. */
export function Boot() {
  return (
    <div aria-hidden className="boot">
      <div className="boot-side">
        <img className="boot-mark" src="./mark.svg" alt="" width="24" height="24" />
      </div>
      <div className="boot-main" />
    </div>
  );
}
