// In the room: steps are kept from every page, and shown large, one after the other.

/** Open the menu of the kept steps at the name of a new one; say whether there is one. */
export function openMenu() {
  const menu = document.getElementById("room-menu");
  const name = document.getElementById("keep-name");
  if (!menu || !name) return false;
  menu.open = true;
  name.focus();
  name.select();
  return true;
}
