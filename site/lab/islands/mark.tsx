/** The course's mark: two guests around one monitor. */
export function Mark() {
  return (
    <svg class="mark-sign" width="26" height="26" viewBox="0 0 26 26" fill="none" aria-hidden="true">
      <circle
        class="role-guest-a"
        cx="13"
        cy="13"
        r="11"
        stroke-width="2.2"
        stroke-dasharray="52 17"
        stroke-dashoffset="-6"
      />
      <circle
        class="role-guest-b"
        cx="13"
        cy="13"
        r="6.4"
        stroke-width="2.2"
        stroke-dasharray="30 10"
        stroke-dashoffset="-14"
      />
      <circle class="centre" cx="13" cy="13" r="2.4" />
    </svg>
  );
}
