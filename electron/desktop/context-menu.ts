import { type BrowserWindow, type ContextMenuParams, Menu, type MenuItemConstructorOptions } from 'electron';
import { type Words, words } from './words.ts';

/** What a right click offers: editing where something can be edited, copying where something is selected. */
export function contextMenuTemplate(
  params: Pick<ContextMenuParams, 'isEditable' | 'selectionText' | 'editFlags' | 'linkURL'>,
  words: Words,
  copyLink: (url: string) => void,
): MenuItemConstructorOptions[] {
  const { editFlags: can } = params;
  const selected = params.selectionText.trim() !== '';
  const link = /^https?:/.test(params.linkURL)
    ? [{ id: 'copy-link', label: words.copyLink, click: () => copyLink(params.linkURL) }]
    : [];
  if (params.isEditable) {
    return [
      { role: 'undo', label: words.undo, enabled: can.canUndo },
      { role: 'redo', label: words.redo, enabled: can.canRedo },
      { type: 'separator' },
      { role: 'cut', label: words.cut, enabled: can.canCut },
      { role: 'copy', label: words.copy, enabled: can.canCopy },
      { role: 'paste', label: words.paste, enabled: can.canPaste },
      { type: 'separator' },
      { role: 'selectAll', label: words.selectAll, enabled: can.canSelectAll },
    ];
  }
  return [...(selected ? [{ role: 'copy', label: words.copy } as MenuItemConstructorOptions] : []), ...link];
}

/** Opens a menu at a right click, or at the menu key. Nothing opens where there is nothing to do. */
export function setupContextMenu(window: BrowserWindow, copyLink: (url: string) => void): void {
  window.webContents.on('context-menu', (_event, params) => {
    const template = contextMenuTemplate(params, words(), copyLink);
    if (template.length > 0) Menu.buildFromTemplate(template).popup({ window });
  });
}
