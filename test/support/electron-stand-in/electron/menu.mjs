let applicationMenu = null

class MenuItem {
  constructor(template) {
    Object.assign(this, { type: 'normal', enabled: true, visible: true }, template)
    if (Array.isArray(template.submenu)) this.submenu = Menu.buildFromTemplate(template.submenu)
  }
}

/** Electron's `Menu`: items can be read and clicked by a test, and are drawn nowhere. */
export class Menu {
  items = []
  static buildFromTemplate(template) {
    const menu = new Menu()
    menu.items = template.map((item) => new MenuItem(item))
    return menu
  }
  static setApplicationMenu(menu) {
    applicationMenu = menu
  }
  static getApplicationMenu() {
    return applicationMenu
  }
}
