import { child } from "../kubernetes/object.js";
import type { Resource } from "../policy.js";
import { some, UnknownRead } from "../unknown.js";
import { comesFrom, ofType, sourcesOf } from "./relations.js";

export const SUBNET = "aws:ec2/subnet:Subnet";
export const ROUTE_TABLE = "aws:ec2/routeTable:RouteTable";
export const ROUTE = "aws:ec2/route:Route";
export const ROUTE_TABLE_ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation";
export const INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway";

/** What makes a subnet public, beside itself. */
export const ROUTING = [ROUTE_TABLE, ROUTE, ROUTE_TABLE_ASSOCIATION, INTERNET_GATEWAY] as const;

/**
 * Whether machines in the subnet can have an address on the internet: it gives them one, or has a way there and
 * back.
 */
export function isPublicSubnet(subnet: Resource, resources: readonly Resource[]): boolean {
  const givesAddresses = (): boolean => child(subnet.props, "mapPublicIpOnLaunch") === true;
  return some([givesAddresses, () => hasWayOutside(subnet, resources)], (condition) => condition());
}

function hasWayOutside(subnet: Resource, resources: readonly Resource[]): boolean {
  const tables = ofType(resources, ROUTE_TABLE_ASSOCIATION)
    .filter((association) => comesFrom(association, "subnetId", subnet))
    .flatMap((association) => sourcesOf(association, "routeTableId", ROUTE_TABLE, resources));
  return some(tables, (table) => leadsOutside(table, resources));
}

function leadsOutside(table: Resource, resources: readonly Resource[]): boolean {
  const inline = child(table.props, "routes");
  return (
    leads(table, "routes", Array.isArray(inline) ? inline : [], resources) ||
    ofType(resources, ROUTE).some(
      (route) => comesFrom(route, "routeTableId", table) && leads(route, "gatewayId", [route.props], resources),
    )
  );
}

const leads = (
  resource: Resource,
  property: string,
  routes: readonly unknown[],
  resources: readonly Resource[],
): boolean =>
  sourcesOf(resource, property, INTERNET_GATEWAY, resources).length > 0 ||
  routes.some((route) => String(known(() => child(route, "gatewayId"))).startsWith("igw-"));

/** A value; `undefined` also where it is unknown, since where it comes from is known all the same. */
function known(read: () => unknown): unknown {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnknownRead) return undefined;
    throw error;
  }
}

/** The subnets of the stack that a list of identifiers has. */
export interface ListedSubnets {
  readonly subnets: readonly Resource[];
  /** The list may be made of some of them only: it has fewer items than it comes from subnets. */
  readonly isVague: boolean;
}

/**
 * @param list the identifiers, as the resource has them.
 * @throws UnknownRead where the list is unknown as a whole: what of its sources is in it, nobody can tell.
 */
export function subnetsIn(
  resource: Resource,
  property: string,
  resources: readonly Resource[],
  list: () => readonly string[] | undefined,
): ListedSubnets {
  const subnets = sourcesOf(resource, property, SUBNET, resources);
  const items = list() ?? [];
  // Items that are unknown are keys as well; what is of a wrong type is none.
  return { subnets: Object.keys(items).length === 0 ? [] : subnets, isVague: items.length < subnets.length };
}
