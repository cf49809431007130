/**
 * Whether a press is under way. Between the press and the release of a click nothing may move away
 * from under the pointer: the browser would give the click to whatever holds both, and it is lost.
 */

/** Each of them says that a press is over, also one whose release went to a menu of the system. */
const ENDS = ['pointerup', 'pointercancel', 'contextmenu', 'keydown'];

let underWay: Promise<void> | undefined;
let end: () => void = () => {};

/** Resolves when the press that is under way has become a click; undefined when there is none. */
export function clickUnderWay(): Promise<void> | undefined {
	return underWay;
}

function begin(): void {
	underWay ??= new Promise((resolve) => {
		end = () => {
			underWay = undefined;
			resolve();
		};
	});
}

/** The click comes right after the release, before any timer. */
const over = () => setTimeout(() => end());

if (typeof window !== 'undefined') {
	window.addEventListener('pointerdown', begin, { capture: true });
	window.addEventListener('pointermove', (event) => underWay && event.buttons === 0 && over(), { capture: true });
	for (const name of ENDS) window.addEventListener(name, over, { capture: true });
	// Of the window itself: a field loses the focus to whatever is pressed.
	window.addEventListener('blur', over);
}
