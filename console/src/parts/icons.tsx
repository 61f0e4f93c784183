/** The icons in use. Each stands beside its word, or in a button that has a name: nobody has to read them out. */
import * as icons from '@ant-design/icons'
import type { ComponentType } from 'react'

function silent(Icon: ComponentType<{ className?: string; 'aria-hidden'?: boolean }>) {
  return function SilentIcon({ className }: { className?: string }) {
    return <Icon aria-hidden {...(className !== undefined && { className })} />
  }
}

export const BarcodeIcon = silent(icons.BarcodeOutlined)
export const BellIcon = silent(icons.BellOutlined)
export const BookIcon = silent(icons.BookOutlined)
export const ChartIcon = silent(icons.BarChartOutlined)
export const CheckIcon = silent(icons.CheckOutlined)
export const CopyIcon = silent(icons.CopyOutlined)
export const ConnectionIcon = silent(icons.ApiOutlined)
export const DeliveryIcon = silent(icons.RocketOutlined)
export const DownIcon = silent(icons.DownOutlined)
export const DownloadIcon = silent(icons.DownloadOutlined)
export const HistoryIcon = silent(icons.HistoryOutlined)
export const InboxIcon = silent(icons.InboxOutlined)
export const KeyIcon = silent(icons.KeyOutlined)
export const LanguageIcon = silent(icons.GlobalOutlined)
export const PlaceIcon = silent(icons.EnvironmentOutlined)
export const LeftIcon = silent(icons.LeftOutlined)
export const MoonIcon = silent(icons.MoonOutlined)
export const MovementIcon = silent(icons.SwapOutlined)
export const OrderIcon = silent(icons.ShoppingOutlined)
export const PeopleIcon = silent(icons.TeamOutlined)
export const PlayIcon = silent(icons.ExperimentOutlined)
export const PlusIcon = silent(icons.PlusOutlined)
export const RequestIcon = silent(icons.FileSearchOutlined)
export const ReloadIcon = silent(icons.ReloadOutlined)
export const RightIcon = silent(icons.RightOutlined)
export const SettingIcon = silent(icons.SettingOutlined)
export const ShopIcon = silent(icons.ShopOutlined)
export const SignOutIcon = silent(icons.LogoutOutlined)
export const SunIcon = silent(icons.SunOutlined)
export const SystemIcon = silent(icons.DesktopOutlined)
export const WalletIcon = silent(icons.WalletOutlined)
export const BoxIcon = silent(icons.GiftOutlined)
export const ImportIcon = silent(icons.UploadOutlined)
export const PrintIcon = silent(icons.PrinterOutlined)
export const QueueIcon = silent(icons.UnorderedListOutlined)
export const TruckIcon = silent(icons.TruckOutlined)
export const UserIcon = silent(icons.UserOutlined)
export const WarningIcon = silent(icons.WarningOutlined)
