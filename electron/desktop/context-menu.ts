import { type BrowserWindow, type ContextMenuParams, Menu, type MenuItemConstructorOptions } from 'electron';
import { WORDS } from './words.ts';

/** What a right click offers: editing where something can be edited, copying where something is selected. */
export function contextMenuTemplate(
  params: Pick<ContextMenuParams, 'isEditable' | 'selectionText' | 'editFlags' | 'linkURL'>,
  copyLink: (url: string) => void,
): MenuItemConstructorOptions[] {
  const { editFlags: can } = params;
  const selected = params.selectionText.trim() !== '';
  const link = /^https?:/.test(params.linkURL)
    ? [{ id: 'copy-link', label: WORDS.copyLink, click: () => copyLink(params.linkURL) }]
    : [];
  if (params.isEditable) {
    return [
      { role: 'undo', label: WORDS.undo, enabled: can.canUndo },
      { role: 'redo', label: WORDS.redo, enabled: can.canRedo },
      { type: 'separator' },
      { role: 'cut', label: WORDS.cut, enabled: can.canCut },
      { role: 'copy', label: WORDS.copy, enabled: can.canCopy },
      { role: 'paste', label: WORDS.paste, enabled: can.canPaste },
      { type: 'separator' },
      { role: 'selectAll', label: WORDS.selectAll, enabled: can.canSelectAll },
    ];
  }
  return [...(selected ? [{ role: 'copy', label: WORDS.copy } as MenuItemConstructorOptions] : []), ...link];
}

/** Opens a menu at a right click, or at the menu key. Nothing opens where there is nothing to do. */
export function setupContextMenu(window: BrowserWindow, copyLink: (url: string) => void): void {
  window.webContents.on('context-menu', (_event, params) => {
    const template = contextMenuTemplate(params, copyLink);
    if (template.length > 0) Menu.buildFromTemplate(template).popup({ window });
  });
}
